import { useState } from 'react';
import type { Provider } from '@/features/editor';
import { Book } from '../lib/book';

/** The workbook behind a line. */
export function useBook(provider: Provider): Book {
  const [book] = useState(() => new Book(provider));
  return book;
}
