import { expect, test } from 'vitest';
import { placeBeside } from './place';

const CARD = { width: 350, height: 200 };
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

test('a card about nothing stands in the middle', () => {
  expect(placeBeside(null, CARD, DESK)).toEqual({ left: 465, top: 300 });
});

test('beside a place in the navigation, and never past the lower edge', () => {
  expect(placeBeside({ left: 12, top: 150, width: 224, height: 40 }, CARD, DESK)).toEqual({ left: 252, top: 150 });
  expect(placeBeside({ left: 12, top: 740, width: 224, height: 50 }, CARD, DESK)).toEqual({ left: 252, top: 584 });
});

test('to the left of a button at the right edge', () => {
  expect(placeBeside({ left: 1120, top: 30, width: 140, height: 36 }, CARD, DESK)).toEqual({ left: 754, top: 30 });
});

test('on a phone below what is high up, and above what is low', () => {
  expect(placeBeside({ left: 12, top: 120, width: 366, height: 40 }, CARD, PHONE)).toEqual({ left: 16, top: 176 });
  expect(placeBeside({ left: 12, top: 780, width: 366, height: 50 }, CARD, PHONE)).toEqual({ left: 16, top: 564 });
});
