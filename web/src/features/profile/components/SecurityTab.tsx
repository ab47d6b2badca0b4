import { FactorSection } from './FactorSection';
import { PasswordSection } from './PasswordSection';
import { SessionsSection } from './SessionsSection';

export function SecurityTab() {
  return (
    <>
      <PasswordSection />
      <FactorSection />
      <SessionsSection />
    </>
  );
}
