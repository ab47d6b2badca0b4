import { useEntryColumns, type View } from '@/features/files';
import { chooseColumns, useFrame, useWishedColumns } from '@/shared/embed';
import { ColumnsMenu } from '@/shared/list';

/** Which columns the table shows; in frames whose page lets people choose. */
export function BrowserColumns({ view, who }: { view: View; who: string }) {
  const frame = useFrame();
  const columns = useEntryColumns(who);
  const wished = useWishedColumns(view);
  if (!frame?.showSettings || !wished) return null;
  return <ColumnsMenu columns={columns} wished={wished} onChange={chooseColumns} />;
}
