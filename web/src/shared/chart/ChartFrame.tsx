import { Button, Table } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Amount } from './scale';

export interface ChartProps {
  /** What it shows; its text for those who do not see it. */
  label: string;
  /** Heads of the two columns of the table. */
  columns: [name: string, value: string];
  amounts: Amount[];
  /** How a value is written. */
  format: (value: number) => string;
}

/** A chart, or the same as a table: everybody chooses what they read more easily. */
export function ChartFrame({ label, columns, amounts, format, children }: ChartProps & { children: ReactNode }) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  return (
    <figure style={{ margin: 0 }} aria-label={label}>
      {asTable ? (
        <Table captionSide="top" withRowBorders aria-label={label}>
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column}>{column}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {amounts.map(({ key, name, value }) => (
              <Table.Tr key={key}>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{name}</Table.Td>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>{format(value)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : (
        children
      )}
      <Button variant="subtle" size="xs" px={6} mt={6} onClick={() => setAsTable(!asTable)}>
        {t(asTable ? 'statistics.asChart' : 'statistics.asTable')}
      </Button>
    </figure>
  );
}
