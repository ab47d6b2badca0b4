import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconCheck, IconPoint, IconX } from '@/shared/ui/icons';
import { brokenRules, LONGEST, type PasswordPolicy, rulesOf } from '../lib/passwordPolicy';
import classes from './NewPassword.module.css';

interface NewPasswordProps extends Pick<PasswordInputProps, 'label' | 'size' | 'autoFocus'> {
  policy: PasswordPolicy;
  value: string;
  onChange: (password: string) => void;
  /** Somebody wanted to go on: what is missing is an error now. */
  tried: boolean;
}

/** A password to be chosen, with the rules it keeps and breaks while one types. */
export function NewPassword({ policy, value, onChange, tried, ...props }: NewPasswordProps) {
  const { t } = useTranslation();
  const broken = brokenRules(value, policy);
  return (
    <PasswordInput
      {...props}
      required
      withAsterisk={false}
      autoComplete="new-password"
      error={tried && broken.length > 0 ? t('password.rulesBroken') : null}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      descriptionProps={{ component: 'div' }}
      description={
        <ul className={classes.rules}>
          {rulesOf(policy).map((rule) => {
            const isBroken = broken.includes(rule);
            const state = value === '' ? 'open' : isBroken ? 'broken' : 'kept';
            const Glyph = { open: IconPoint, broken: IconX, kept: IconCheck }[state];
            return (
              <li key={rule} className={classes.rule} data-state={state}>
                <Glyph size={14} aria-hidden />
                {t(`password.rule.${rule}`, { min: policy.minLength, max: LONGEST })}
              </li>
            );
          })}
        </ul>
      }
      visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
