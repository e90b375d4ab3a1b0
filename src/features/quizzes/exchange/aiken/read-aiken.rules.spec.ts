import { existsSync, readFileSync } from 'node:fs';
import type { ReadItem } from '../exchanged-question.js';
import { readAiken } from './read-aiken.rules.js';

const itemsOf = (text: string): ReadItem[] => {
  const reading = readAiken(new TextEncoder().encode(text));
  if ('refusal' in reading) throw new Error(reading.refusal);
  const items = [...(reading.items as Iterable<ReadItem>)];
  expect(items).toHaveLength(reading.count);
  return items;
};

describe('Aiken', () => {
  it('reads a text, choices and the letter of the right one', () => {
    expect(itemsOf('What is *it*?\r\nA) one\r\nB. two\r\nANSWER: B\r\n')).toEqual([
      {
        where: { line: 1 },
        title: 'What is it?',
        outcome: 'READ',
        losses: [],
        question: {
          name: 'What is it?',
          category: null,
          tags: [],
          question: {
            type: 'SINGLE_CHOICE',
            stem: 'What is \\*it\\*?',
            choices: [
              { text: 'one', correct: false },
              { text: 'two', correct: true },
            ],
          },
        },
      },
    ]);
  });

  it('keeps texts and choices of several lines whole', () => {
    expect(
      itemsOf('One\ntwo\n\nthree?\nA) a\nb\nB) c\nanswer: a\n\nNext?\nA) x\nB) y\nANSWER: A'),
    ).toMatchObject([
      {
        question: {
          question: {
            stem: 'One\\\ntwo\\\nthree?',
            choices: [{ text: 'a\\\nb', correct: true }, { text: 'c' }],
          },
        },
      },
      { where: { line: 10 } },
    ]);
  });

  it.each([
    ['A?\nA) a\nB) b', /no line "ANSWER: "/],
    ['A?\nA) a\nB) b\nANSWER: C', /letter of none/],
    ['A?\nA) a\nB) b\nANSWER:', /letter of none/],
    ['A) a\nB) b\nANSWER: A', /asks nothing/],
    ['A?\nA) a\nA) b\nANSWER: A', /same letter/],
    ['Just words', /no line/],
  ])('says why it refuses %j', (text, refusal) => {
    expect(itemsOf(text)).toMatchObject([{ outcome: 'REFUSED', refusal: expect.stringMatching(refusal) }]);
  });

  it('loses none in silence: the next question is read though this one lacks its answer', () => {
    expect(
      itemsOf('A?\nA) a\nB) b\n\nB?\nA) a\nB) b\nANSWER: A').map(({ outcome, where }) => [
        where.line,
        outcome,
      ]),
    ).toEqual([
      [1, 'REFUSED'],
      [5, 'READ'],
    ]);
  });
});

const aiken = '../shared/oracles/moodle/question/format/aiken/tests/fixtures/questions.aiken.txt';

(existsSync(aiken) ? describe : describe.skip)(
  'Aiken file of Moodle (skipped where it is not at hand)',
  () => {
    it('every question is read', () => {
      const text = readFileSync(aiken, 'utf8');
      const items = itemsOf(text);
      expect(items).toHaveLength(text.match(/^ANSWER:/gm)!.length);
      expect(
        items.map(
          (item) => item.outcome === 'READ' && item.question.question.choices!.map(({ correct }) => correct),
        ),
      ).toEqual([
        [false, true, false, false],
        [true, false],
      ]);
      expect(items[1]).toMatchObject({
        question: { question: { stem: expect.stringContaining('&lt;html class="cool"> & images:') } },
      });
    });
  },
);
