import { expect, test } from 'vitest';
import { nextLink, toOffer } from './offer';

const rights = { ExternalLink: ['Editing', 'Read', 'None'], PrimaryExternalLink: ['Read', 'None'] };

test('roles come from the server, by name', () => {
  const offer = toOffer({
    canShare: true,
    shareSettings: { ExternalLink: 5, PrimaryExternalLink: 1 },
    availableShareRights: rights,
  });
  expect(offer).toEqual({ primaryRoles: [2], linkRoles: [10, 2], primary: 1, links: 5, peopleRoles: [] });
});

test('without the right, or without anything to share, there is no offer', () => {
  expect(toOffer({ canShare: false, shareSettings: { ExternalLink: 5 }, availableShareRights: rights })).toBeNull();
  expect(toOffer({ canShare: true, availableShareRights: rights })).toBeNull();
});

test('a public room has one first link and five more; a file six in all; a form room only one', () => {
  const links = (count: number) => Array.from({ length: count }, (_, at) => ({ primary: at === 0 }));
  const offer = (settings: Record<string, number>) => {
    const found = toOffer({ canShare: true, shareSettings: settings, availableShareRights: rights });
    if (!found) throw new Error('no offer');
    return found;
  };
  const room = offer({ ExternalLink: 5, PrimaryExternalLink: 1 });
  expect([0, 1, 5, 6].map((count) => nextLink(room, links(count)))).toEqual(['primary', 'further', 'further', null]);
  const file = offer({ ExternalLink: 6 });
  expect([0, 1, 5, 6].map((count) => nextLink(file, links(count)))).toEqual(['primary', 'further', 'further', null]);
  const form = offer({ PrimaryExternalLink: 1 });
  expect([0, 1].map((count) => nextLink(form, links(count)))).toEqual(['primary', null]);
});
