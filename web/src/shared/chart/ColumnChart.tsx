import { ChartFrame, type ChartProps } from './ChartFrame';
import classes from './chart.module.css';
import { shareOf } from './scale';

/** Pixels of the highest column, and of the words over and under it. */
const HIGHEST = 120;
const HEAD = 20;
const FOOT = 24;
const FILLED = 0.7;

/** Amounts over time, one column a day. */
export function ColumnChart(props: ChartProps) {
  const { label, amounts, format } = props;
  const words = amounts.map(({ name, value }) => `${name}: ${format(value)}`).join(', ');
  const step = 100 / Math.max(amounts.length, 1);
  const ends = [0, amounts.length - 1];
  return (
    <ChartFrame {...props}>
      <svg className={classes.chart} role="img" aria-label={`${label}. ${words}`} height={HEAD + HIGHEST + FOOT}>
        <rect y={HEAD + HIGHEST} width="100%" height={1} className={classes.track} />
        {amounts.map(({ key, name, value }, index) => {
          const height = (shareOf(value, amounts) / 100) * HIGHEST;
          const middle = `${(index + 0.5) * step}%`;
          return (
            <g key={key}>
              <title>{`${name}: ${format(value)}`}</title>
              <rect
                x={`${(index + (1 - FILLED) / 2) * step}%`}
                y={HEAD + HIGHEST - height}
                width={`${step * FILLED}%`}
                height={height}
                rx={3}
                className={classes.bar}
              />
              {value > 0 && (
                <text x={middle} y={HEAD + HIGHEST - height - 6} textAnchor="middle" className={classes.small}>
                  {format(value)}
                </text>
              )}
              {ends.includes(index) && (
                <text
                  x={index === 0 ? 0 : '100%'}
                  y={HEAD + HIGHEST + 18}
                  textAnchor={index === 0 ? 'start' : 'end'}
                  className={classes.dim}
                >
                  {name}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </ChartFrame>
  );
}
