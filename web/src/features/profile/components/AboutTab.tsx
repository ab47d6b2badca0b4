import { ContactsSection } from './ContactsSection';
import { EmailSection } from './EmailSection';
import { LeaveSection } from './LeaveSection';
import { LookSection } from './LookSection';
import { NameSection } from './NameSection';
import { PhotoSection } from './PhotoSection';

export function AboutTab() {
  return (
    <>
      <PhotoSection />
      <NameSection />
      <EmailSection />
      <ContactsSection />
      <LookSection />
      <LeaveSection />
    </>
  );
}
