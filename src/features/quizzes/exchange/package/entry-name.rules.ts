/** Names that Windows gives to devices, with any ending. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
const CONTROL = /\p{Cc}/u;
const MAX_LENGTH = 500;

/**
 * Why a name in an archive is not one of a file inside it: it leads out of it, or means something else to some
 * system. Nothing is ever unpacked; an archive with such a name is meant to do harm, so that none of it is read.
 */
export function nameProblem(name: string): string | null {
  const shown = JSON.stringify(name.slice(0, 100));
  if (name === '' || name.length > MAX_LENGTH) return 'An entry has no name, or one that is far too long.';
  if (CONTROL.test(name)) return `The name ${shown} has control characters.`;
  if (name.includes('\\')) return `The name ${shown} has a backslash.`;
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return `The name ${shown} leads out of the archive.`;
  const parts = name.replace(/\/$/, '').split('/');
  if (parts.includes('..')) return `The name ${shown} leads out of the archive.`;
  if (parts.some((part) => part === '')) return `The name ${shown} has an empty part.`;
  if (parts.some((part) => DEVICE.test(part.trim()))) return `The name ${shown} is that of a device.`;
  return null;
}

/** Where an address in a document of the package leads to; null: out of the package. */
export function addressIn(document: string, address: string): string | null {
  const [path = ''] = address.split(/[?#]/);
  if (path === '') return null;
  const plain = decoded(path).replaceAll('\\', '/');
  const shared = /^\$(IMS[-_]CC[-_]FILEBASE|1EdTech[-_]CC[-_]FILEBASE)\$\/?/i;
  if (shared.test(plain)) return joined([], `web_resources/${plain.replace(shared, '')}`);
  if (/^[a-z][a-z0-9+.-]*:/i.test(plain) || plain.startsWith('//')) return null;
  return joined(plain.startsWith('/') ? [] : document.split('/').slice(0, -1), plain);
}

function joined(folder: readonly string[], path: string): string | null {
  const parts = [...folder];
  for (const part of path.split('/')) {
    if (part === '..') {
      if (!parts.length) return null;
      parts.pop();
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.length ? parts.join('/') : null;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a percent sign of its own
  }
}
