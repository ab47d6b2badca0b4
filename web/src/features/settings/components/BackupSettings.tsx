import { BackupHistorySection } from './BackupHistorySection';
import { BackupNowSection } from './BackupNowSection';
import { BackupScheduleSection } from './BackupScheduleSection';
import { SelfTestSection } from './SelfTestSection';

/** Archives of the whole space: made now, made again and again, brought back. */
export function BackupSettings() {
  return (
    <>
      <BackupNowSection />
      <BackupScheduleSection />
      <SelfTestSection />
      <BackupHistorySection />
    </>
  );
}
