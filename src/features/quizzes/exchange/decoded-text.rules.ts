const MARKED = [
  { encoding: 'utf-16le', mark: [0xff, 0xfe] },
  { encoding: 'utf-16be', mark: [0xfe, 0xff] },
];

/**
 * The text of a file nobody says the encoding of: UTF-8 (or UTF-16 with a byte-order mark), else Windows-1252,
 * in which every byte means something. Lines end in `\n`; control characters, which no text needs, are gone.
 * Null where it is no text at all.
 */
export function decodedText(content: Uint8Array): string | null {
  const marked = MARKED.find(({ mark }) => mark.every((byte, i) => content[i] === byte));
  const text = marked ? new TextDecoder(marked.encoding).decode(content) : utf8(content);
  const decoded = text ?? new TextDecoder('windows-1252').decode(content);
  return decoded.includes('\0') ? null : tidied(decoded);
}

/** Whether it is UTF-8; null where it is not. */
function utf8(content: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return null;
  }
}

const tidied = (text: string): string =>
  text
    .replace(/\r\n?|[\v\f\u0085]/g, '\n')
    .replace(/[^\P{Cc}\t\n]|\uFEFF/gu, '')
    .normalize('NFC');
