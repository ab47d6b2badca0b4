import i18n from 'i18next';

/** One name, or "5 people". */
export function labelOf(people: { name: string }[]): string {
  const [only] = people;
  return people.length === 1 && only ? only.name : i18n.t('people.count', { count: people.length });
}
