import { useTranslation } from 'react-i18next';
import { type Brand, BrandLogo, LOGO, TONES, type Tone } from '@/features/session';
import { LogoMark } from '@/shared/ui';
import classes from './BrandPreview.module.css';
import grounds from './grounds.module.css';

/** The logos where they will stand, on both grounds. */
export function BrandPreview({ brand }: { brand: Brand }) {
  return (
    <div className={classes.pair}>
      {TONES.map((tone) => (
        <Preview key={tone} brand={brand} tone={tone} />
      ))}
    </div>
  );
}

function Preview({ brand, tone }: { brand: Brand; tone: Tone }) {
  const { t } = useTranslation();
  const sign = brand.logos.find(({ kind }) => kind === LOGO.favicon)?.chosen;
  const favicon = sign?.[tone] ?? sign?.light ?? sign?.dark;
  return (
    <figure className={classes.figure}>
      <div className={`${classes.screen} ${grounds[tone]}`}>
        <div className={classes.tab}>
          {favicon ? <img src={favicon} alt="" width={16} height={16} /> : <LogoMark size={16} />}
          <span>{brand.name}</span>
        </div>
        <div className={classes.app}>
          <div className={classes.menu}>
            <BrandLogo brand={brand} tone={tone} place="header" height={24} />
            <i />
            <i />
            <i />
          </div>
          <div className={classes.door}>
            <div className={classes.card}>
              <BrandLogo brand={brand} tone={tone} place="signIn" height={28} />
              <i />
              <i />
            </div>
          </div>
        </div>
      </div>
      <figcaption>{t(`brand.preview.${tone}`)}</figcaption>
    </figure>
  );
}
