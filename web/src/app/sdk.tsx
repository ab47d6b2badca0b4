// The pages for frames, one a name.
import { useParams } from '@tanstack/react-router';
import { FileSelectorPage, RoomSelectorPage, SystemPage } from '@/features/embedding/pages';
import { NotFound } from './RouteError';

const PAGES: Record<string, () => React.ReactNode> = {
  'room-selector': RoomSelectorPage,
  'file-selector': FileSelectorPage,
  system: SystemPage,
};

export function SdkPage() {
  const { page = '' } = useParams({ strict: false }) as { page?: string };
  const Page = PAGES[page] ?? NotFound;
  return <Page />;
}
