interface LogoMarkProps {
  size?: number;
}

/** Two arches around a point of light: a court one looks into. */
export function LogoMark({ size = 32 }: LogoMarkProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#1b6a59" />
      <path
        d="M6.5 26V15.5a9.5 9.5 0 0 1 19 0V26"
        fill="none"
        stroke="#fff"
        strokeOpacity=".55"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
      <path
        d="M11.2 26V16.6a4.8 4.8 0 0 1 9.6 0V26"
        fill="none"
        stroke="#fff"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
      <circle cx="16" cy="21.4" r="1.9" fill="#f2c879" />
    </svg>
  );
}
