// Number formats that are offered by their names, as workbooks write them.
export const FORMATS = {
  general: 'General',
  number: '0.00',
  thousands: '#,##0.00',
  percent: '0.00%',
  currency: '#,##0.00\\ [$€-1]',
  date: 'yyyy\\-mm\\-dd',
  time: 'h:mm:ss',
  scientific: '0.00E+00',
  text: '@',
} as const;

export type Format = keyof typeof FORMATS;

/** Which of them it is; nothing for any other one. */
export function formatOf(code: string | undefined): Format | null {
  if (code === undefined) return 'general';
  const found = Object.entries(FORMATS).find(([, one]) => one === code);
  return (found?.[0] as Format | undefined) ?? null;
}

/** Colours of letters and cells, by their names. */
export const COLORS = {
  black: '#000000',
  darkGray: '#595959',
  gray: '#7f7f7f',
  white: '#ffffff',
  darkRed: '#c00000',
  red: '#ff0000',
  orange: '#e36c09',
  gold: '#ffd966',
  green: '#00a650',
  darkGreen: '#375623',
  teal: '#31859b',
  lightBlue: '#9fc5e8',
  blue: '#1f4e9c',
  darkBlue: '#002060',
  purple: '#7030a0',
} as const;
