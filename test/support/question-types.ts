import { SECRET } from './quizzes.js';

/** What a trainee is shown of a question, as far as an answer needs it. */
export const FORM = `type stem { markdown } choices { id text { markdown } } prompts { id text { markdown } }
  blanks { id kind choices { id text { markdown } } } unit units picture { fileId alternativeText width height }
  placesToMark minWords maxWords rubric { id title levels { id title points } }`;

interface Shown {
  id: string;
  text: { markdown: string };
}
export interface Form {
  type: string;
  stem: { markdown: string };
  choices: Shown[];
  prompts: Shown[];
  blanks: { id: string; kind: string; choices: Shown[] }[];
  unit: string | null;
  units: string[];
  picture: { fileId: string; alternativeText: string; width: number; height: number } | null;
  placesToMark: number | null;
  minWords: number | null;
  maxWords: number | null;
  rubric: { id: string; title: string; levels: { id: string; title: string; points: string }[] }[];
}

export const RESPONSE = `choiceIds isTrue text number unit matches { promptId choiceId } order blanks { blankId answer } places { x y }`;

const region = { rectangle: { x: 10, y: 10, width: 20, height: 10 } };

/** A question of each type beyond those of `EVERY_TYPE`, each worth 4 points. The picture is 100 by 50 pixels. */
export const everyNewType = (fileId: string) => [
  {
    points: '4',
    stem: 'Which are bones of the leg?',
    content: {
      multipleChoice: {
        scoring: 'PARTIAL',
        choices: [
          { text: 'Tibia', percent: '50', feedback: SECRET },
          { text: 'Fibula', percent: '50' },
          { text: 'Radius', percent: '-50' },
        ],
      },
    },
  },
  {
    points: '4',
    stem: 'What does a goniometer measure?',
    content: {
      shortText: {
        patterns: [
          { pattern: 'range of motion', feedback: SECRET },
          { pattern: 'angle*', percent: '50', feedback: SECRET },
        ],
      },
    },
  },
  {
    points: '4',
    stem: 'How heavy is the dumbbell?',
    content: {
      number: {
        number: '1.5',
        feedback: SECRET,
        units: [
          { unit: 'kg', factor: '1' },
          { unit: 'g', factor: '0.001' },
        ],
        unitPenaltyPercent: '25',
      },
    },
  },
  {
    points: '4',
    stem: 'A patient walks {a} m and then {b} m. How far in all?',
    content: {
      calculated: {
        formulas: [{ formula: '{a} + {b}', tolerance: '0.01', toleranceKind: 'RELATIVE', feedback: SECRET }],
        unit: 'm',
        values: {
          drawn: {
            ranges: [
              { name: 'a', min: '2', max: '20', decimals: 1 },
              { name: 'b', min: '50', max: '90' },
            ],
            count: 5,
          },
        },
      },
    },
  },
  {
    points: '4',
    stem: 'Match joint and kind.',
    content: {
      matching: {
        pairs: [
          { prompt: 'Hip', choice: 'Ball and socket' },
          { prompt: 'Elbow', choice: 'Hinge' },
          { prompt: 'Shoulder', choice: 'Ball and socket' },
          { choice: 'Saddle' },
        ],
      },
    },
  },
  {
    points: '4',
    stem: 'Put the phases of gait in order.',
    content: {
      ordering: {
        items: ['Heel strike', 'Foot flat', 'Midstance', 'Toe off'].map((text) => ({ text })),
        scoring: 'ABSOLUTE_POSITION',
      },
    },
  },
  {
    points: '4',
    stem: 'The [[1]] is the largest joint. It has [[2]] menisci and is [[3]].',
    content: {
      cloze: {
        blanks: [
          { id: '1', kind: 'TEXT', weight: 2, accepted: [{ pattern: 'knee', feedback: SECRET }] },
          { id: '2', kind: 'NUMBER', numbers: [{ number: '2', feedback: SECRET }] },
          {
            id: '3',
            kind: 'CHOICE',
            choices: [{ text: 'synovial', correct: true, feedback: SECRET }, { text: 'fibrous' }],
          },
        ],
      },
    },
  },
  {
    points: '4',
    stem: 'Mark the patella and the tibia.',
    content: {
      hotspot: {
        picture: { fileId, alternativeText: 'A knee from the front' },
        regions: [region, { circle: { x: 70, y: 25, radius: 10 } }],
      },
    },
  },
  {
    points: '4',
    stem: 'Why is a gait belt used?',
    content: {
      essay: {
        minWords: 5,
        maxWords: 200,
        gradingNotes: SECRET,
        rubric: [
          {
            title: 'Safety',
            levels: [
              { title: 'Not named', points: '0' },
              { title: 'Explained', points: '4' },
            ],
          },
        ],
      },
    },
  },
];

/** The right answer to a question of {@link everyNewType}, or one that earns a half of its points; of an essay any. */
export function newAnswerTo(form: Form, right = true): object {
  const idOf = (items: Shown[], text: string) => items.find((item) => item.text.markdown === text)!.id;
  const { type, choices, prompts, blanks, stem } = form;
  switch (type) {
    case 'MULTIPLE_CHOICE':
      return { choiceIds: (right ? ['Tibia', 'Fibula'] : ['Tibia']).map((text) => idOf(choices, text)) };
    case 'SHORT_TEXT':
      return { text: right ? ' Range of Motion' : 'angles' };
    case 'NUMBER':
      return right ? { number: '1500', unit: 'g' } : { number: '1.5', unit: 'g' };
    case 'CALCULATED': {
      const [a, b] = [...stem.markdown.matchAll(/[\d.]+(?= m)/g)].map(Number);
      return { number: right ? (a! + b!).toFixed(1) : '0' };
    }
    case 'MATCHING': {
      const pairs = {
        Hip: 'Ball and socket',
        Elbow: right ? 'Hinge' : 'Saddle',
        Shoulder: 'Ball and socket',
      };
      return {
        matches: Object.entries(pairs).map(([prompt, choice]) => ({
          promptId: idOf(prompts, prompt),
          choiceId: idOf(choices, choice),
        })),
      };
    }
    case 'ORDERING': {
      const order = ['Heel strike', 'Foot flat', 'Midstance', 'Toe off'];
      const given = right ? order : [order[0]!, order[1]!, order[3]!, order[2]!];
      return { order: given.map((text) => idOf(choices, text)) };
    }
    case 'CLOZE': {
      const synovial = idOf(blanks[2]!.choices, 'synovial');
      const answers = right ? ['Knee', '2', synovial] : ['elbow', '2', synovial];
      return { blanks: answers.map((answer, i) => ({ blankId: String(i + 1), answer })) };
    }
    case 'HOTSPOT':
      return { places: [{ x: 15, y: 15 }, right ? { x: 70, y: 20 } : { x: 15, y: 16 }] };
    default:
      return { text: 'So that the therapist can hold a patient who stumbles.' };
  }
}
