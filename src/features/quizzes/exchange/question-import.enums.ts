import { registerEnumType } from '@nestjs/graphql';
import { EXCHANGE_FORMATS } from './exchanged-question.js';
import { IMPORT_STATUSES, ITEM_OUTCOMES } from './question-import.entity.js';

const enumOf = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, name]));

export const ExchangeFormatEnum = enumOf(EXCHANGE_FORMATS);
registerEnumType(ExchangeFormatEnum, {
  name: 'QuestionFileFormat',
  description: 'What questions come in and go out as.',
  valuesMap: {
    GIFT: { description: "Moodle's text format." },
    AIKEN: { description: 'One right choice of several, as plain text.' },
    MOODLE_XML: { description: "Moodle's XML." },
    QTI: { description: 'QTI 1.2 and 2.x: an item, or a package of them.' },
  },
});

export const ExportFormatEnum = enumOf(['GIFT', 'MOODLE_XML']);
registerEnumType(ExportFormatEnum, {
  name: 'QuestionExportFormat',
  description: 'What questions go out as.',
  valuesMap: {
    GIFT: { description: "Moodle's text format. It has no calculated questions, orderings or pictures." },
    MOODLE_XML: { description: "Moodle's XML, with pictures." },
  },
});

export const ImportStatusEnum = enumOf(IMPORT_STATUSES);
registerEnumType(ImportStatusEnum, {
  name: 'QuestionImportStatus',
  description: 'How far an import is.',
  valuesMap: {
    WAITING: { description: 'Nobody has begun it yet.' },
    RUNNING: { description: 'Its questions are being brought in.' },
    DONE: { description: 'Each question has its line in the report.' },
    REFUSED: { description: 'The file as a whole cannot be read: nothing was brought in.' },
  },
});

export const ItemOutcomeEnum = enumOf(ITEM_OUTCOMES);
registerEnumType(ItemOutcomeEnum, {
  name: 'QuestionImportOutcome',
  description: 'What became of a question of the file.',
  valuesMap: {
    IMPORTED: { description: 'It is in the bank, published, as the file has it.' },
    IMPORTED_WITH_LOSS: { description: 'It is in the bank, published, but for what is listed.' },
    WOULD_BE_IMPORTED: { description: 'A dry run: it would be in the bank as the file has it.' },
    WOULD_BE_IMPORTED_WITH_LOSS: {
      description: 'A dry run: it would be in the bank, but for what is listed.',
    },
    ALREADY_THERE: { description: 'The very same was brought in before: nothing changed.' },
    REFUSED: { description: 'It is not taken; the reason is told.' },
  },
});
