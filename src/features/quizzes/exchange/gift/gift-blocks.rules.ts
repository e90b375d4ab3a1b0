/** A part of a GIFT file between blank lines: one question, as a rule. */
export interface GiftBlock {
  /** Of its first line that is no comment, from 1. */
  readonly line: number;
  /** Without comments. */
  readonly text: string;
  /** From comments: `[id:…]` and `[tag:…]`, as Moodle writes them. */
  readonly id: string | null;
  readonly tags: readonly string[];
  /** As the last `$CATEGORY:` before it says. */
  readonly category: string | null;
}

const CATEGORY = /^\$CATEGORY:\s*(.*)$/;
const ID = /\[id:((?:\\\]|[^\]])+)\]/;
const TAG = /\[tag:((?:\\\]|[^\]])+)\]/g;

/** The questions of a GIFT file, so that a bad one does not spoil the others. Blank lines part them, as in Moodle. */
export function giftBlocks(text: string): GiftBlock[] {
  const blocks: GiftBlock[] = [];
  let category: string | null = null;
  let comments: string[] = [];
  let lines: { line: number; text: string }[] = [];
  const close = (): void => {
    if (lines.length) {
      const said = comments.join('\n');
      blocks.push({
        line: lines[0]!.line,
        text: lines.map((line) => line.text).join('\n'),
        id: unescaped(ID.exec(said)?.[1] ?? null),
        tags: [...said.matchAll(TAG)].map(([, tag]) => unescaped(tag!)!),
        category,
      });
    }
    lines = [];
    comments = [];
  };
  text.split('\n').forEach((raw, index) => {
    const trimmed = raw.trim();
    const named = CATEGORY.exec(trimmed);
    if (trimmed === '' || named) close();
    if (named) category = named[1]!.trim() || null;
    else if (trimmed.startsWith('//')) comments.push(trimmed);
    else if (trimmed !== '') lines.push({ line: index + 1, text: trimmed });
  });
  close();
  return blocks;
}

const unescaped = (text: string | null): string | null => text && text.replaceAll('\\]', ']').trim();
