import { LogoMark } from '@/shared/ui';
import { useBrand, useTone } from '../api/brand';
import { type Brand, LOGO, PRODUCT, pictureOf, type Tone } from '../lib/brand';
import classes from './SpaceLogo.module.css';

interface LogoProps {
  /** Where it stands: beside what one works with, or at the door. */
  place: 'header' | 'signIn';
  /** Pixels. */
  height: number;
}

/** The logo of the space, as this page needs it. */
export function SpaceLogo({ place, height }: LogoProps) {
  const brand = useBrand();
  const tone = useTone();
  // A moment of nothing is quieter than the product's logo in a space that has its own.
  if (brand === undefined) return <span className={classes.logo} style={{ height }} />;
  return <BrandLogo brand={brand ?? { name: PRODUCT, logos: [] }} tone={tone} place={place} height={height} />;
}

interface BrandLogoProps extends LogoProps {
  brand: Brand;
  tone: Tone;
}

/** The picture for the place; else the square sign, which has the name beside it where there is no heading. */
export function BrandLogo({ brand, tone, place, height }: BrandLogoProps) {
  const wide = pictureOf(brand, LOGO[place], tone);
  if (wide)
    return (
      <span className={classes.logo}>
        <img className={classes.picture} src={wide} alt={brand.name} height={height} />
      </span>
    );
  const sign = pictureOf(brand, LOGO.mark, tone);
  return (
    <span className={classes.logo}>
      {sign ? (
        <img className={classes.picture} src={sign} alt="" width={height} height={height} />
      ) : (
        <LogoMark size={height} />
      )}
      {place === 'header' && <span className={classes.word}>{brand.name}</span>}
    </span>
  );
}
