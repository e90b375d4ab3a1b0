import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

/**
 * What tells one life of a pid from the next: pids are recycled (a container's main process is always 1), so "pid 4711
 * is alive" does not mean that it is still the process that wrote 4711 down.
 *
 * @returns undefined when no such process runs; letters, digits and dashes otherwise, fit for a file name.
 */
export function startIdentity(pid: number): string | undefined {
  switch (process.platform) {
    case 'linux':
      return linuxStartIdentity(pid);
    case 'win32':
      return fileNameSafe(powershell(`(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`));
    default:
      return fileNameSafe(ps('lstart=', pid));
  }
}

/** The command line of a live process, or undefined. */
export function commandLine(pid: number): string | undefined {
  switch (process.platform) {
    case 'linux':
      return linuxStartIdentity(pid) && readOrUndefined(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ');
    case 'win32':
      return powershell(`(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`);
    default:
      return ps('command=', pid);
  }
}

function linuxStartIdentity(pid: number): string | undefined {
  const stat = readOrUndefined(`/proc/${pid}/stat`);
  if (!stat) return undefined;
  // The program's name stands in parentheses and may itself hold spaces and parentheses: count from the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startedAt] = [fields[0] ?? '', fields[19] ?? ''];
  // A killed process that nobody has reaped (usual in containers without an init) still has its pid.
  if (state === 'Z' || state === 'X') return undefined;
  const bootId = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
  return `${bootId}-${startedAt}`;
}

function readOrUndefined(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function ps(column: string, pid: number): string | undefined {
  return outputOf('ps', ['-ww', '-o', column, '-p', String(pid)]);
}

function powershell(expression: string): string | undefined {
  return outputOf('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', expression]);
}

function outputOf(program: string, args: string[]): string | undefined {
  try {
    const env = { ...process.env, LC_ALL: 'C' };
    return (
      execFileSync(program, args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] }).trim() ||
      undefined
    );
  } catch {
    return undefined;
  }
}

function fileNameSafe(text: string | undefined): string | undefined {
  return text?.replace(/[^A-Za-z0-9]+/g, '-');
}
