import { FactorSection } from './FactorSection';
import { PasskeysSection } from './PasskeysSection';
import { PasswordSection } from './PasswordSection';
import { SessionsSection } from './SessionsSection';

export function SecurityTab() {
  return (
    <>
      <PasswordSection />
      <PasskeysSection />
      <FactorSection />
      <SessionsSection />
    </>
  );
}
