import { itemsOf, itemsProblems } from './quiz-items.rules.js';

const question = (questionId: string) => ({ question: { questionId, points: '1' } });
const draw = (count: number) => ({ draw: { count, points: '2', tags: [], learningOutcomes: [] } });

describe('items of a quiz', () => {
  it('get positions from 1, a draw one for each of its questions', () => {
    const { sections, questions, draws } = itemsOf({
      sections: [
        { title: 'A', instructions: '', items: [question('a'), draw(3), question('b')] },
        { title: 'B', instructions: 'Go', points: '10', items: [question('c')] },
      ],
    });
    expect(sections).toEqual([
      { position: 1, title: 'A', instructions: '', points: null },
      { position: 2, title: 'B', instructions: 'Go', points: '10' },
    ]);
    expect(questions).toEqual([
      { position: 1, section: 1, questionId: 'a', points: '1' },
      { position: 5, section: 1, questionId: 'b', points: '1' },
      { position: 6, section: 2, questionId: 'c', points: '1' },
    ]);
    expect(draws).toMatchObject([{ position: 2, section: 1, count: 3, category: null, difficulty: null }]);
  });

  it('stand in no section where there are none', () => {
    expect(itemsOf({ items: [question('a')] }).questions).toMatchObject([{ position: 1, section: null }]);
    expect(itemsOf({})).toEqual({ sections: [], questions: [], draws: [] });
  });

  it('come to at most 200 questions, each named once, in sections or without', () => {
    expect(itemsProblems({ items: [draw(200)] })).toEqual([]);
    expect(itemsProblems({ items: [draw(200), question('a')] })).toMatchObject([{ field: 'input.items' }]);
    const section = { title: 'A', instructions: '', items: [question('a')] };
    expect(itemsProblems({ sections: [section, section] })).toMatchObject([{ field: 'input.sections' }]);
    expect(itemsProblems({ items: [], sections: [section] })).toMatchObject([{ field: 'input.items' }]);
  });
});
