// What processes have cost, as Linux counts it: processor time is what a busy machine changes least.
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Milliseconds on a processor so far, of all threads of these processes. Linux only: elsewhere zero.
 * @param {number[]} pids
 */
export const processorMs = (pids) => pids.reduce((sum, pid) => sum + ofProcess(pid), 0);

/** Scheduler statistics count nanoseconds, where /proc/PID/stat counts hundredths of a second. */
function ofProcess(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce(
      (sum, thread) => sum + Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]) / 1e6,
      0,
    );
  } catch {
    return 0; // it has ended
  }
}

/**
 * Resident memory in megabytes, the anonymous part alone for processes that share theirs.
 * @param {number[]} pids
 * @param {{ ownOnly?: boolean }} [options]
 */
export const residentMb = (pids, { ownOnly = false } = {}) =>
  pids.reduce((sum, pid) => sum + residentOf(pid, ownOnly ? 'RssAnon' : 'VmRSS'), 0);

function residentOf(pid, field) {
  try {
    return (
      Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024
    );
  } catch {
    return 0;
  }
}

const read = (file) => readFileSync(file, 'utf8');

/** @param {number} pid */
export function childrenOf(pid) {
  try {
    return read(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
