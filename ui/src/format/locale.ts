// In whose ways days and figures are written and read: those of the system, told before the page began.

import type { FormatsView } from '../ipc/client';
import { start } from '../ipc/start';

/** The app's own, where neither the system nor the web view says anything. */
const OWN = 'en-GB';

let held = start?.formats;

/** For tests. */
export function writeAs(formats: FormatsView | undefined): void {
  held = formats;
}

const known = (tag: string | null): string => {
  const asked = [tag, ...navigator.languages].filter((one) => one !== null);
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(asked)[0] ?? OWN;
  } catch {
    return OWN;
  }
};

/** BCP 47 tags. Without a word of the shell, as in a browser, the app's own. */
export const dateLocale = (): string => (held ? known(held.dates) : OWN);
export const numberLocale = (): string => (held ? known(held.numbers) : OWN);

/** One formatter for each locale, made when it is first needed. */
export function perLocale<T>(locale: () => string, make: (locale: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const tag = locale();
    const found = made.get(tag) ?? make(tag);
    made.set(tag, found);
    return found;
  };
}

interface WeekInfo {
  firstDay: number;
}

/** 1 for Monday to 7 for Sunday. */
export function firstDayOfWeek(): number {
  const locale = new Intl.Locale(dateLocale()) as Intl.Locale & {
    getWeekInfo?: () => WeekInfo;
    weekInfo?: WeekInfo;
  };
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
}
