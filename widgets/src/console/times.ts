const HOUR = 60 * 60 * 1000;

/** For an input of type datetime-local: the reader's own time, to the minute. */
export function localInput(at: Date): string {
  const pad = (value: number): string => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return `${day}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

export function inHours(hours: number, now: Date = new Date()): Date {
  return new Date(now.getTime() + hours * HOUR);
}

export function todayAt(hour: number, now: Date = new Date()): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate(), hour);
}

export function tomorrowAt(hour: number, now: Date = new Date()): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, hour);
}

export function mondayAt(hour: number, now: Date = new Date()): Date {
  const days = (8 - now.getDay()) % 7 || 7;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
}
