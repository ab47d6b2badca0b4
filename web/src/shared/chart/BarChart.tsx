import { ChartFrame, type ChartProps } from './ChartFrame';
import classes from './chart.module.css';
import { shareOf, shortened } from './scale';

/** Pixels of a name with its bar. */
const ROW = 44;

/** Amounts beside each other, the names over their bars. */
export function BarChart(props: ChartProps) {
  const { label, amounts, format } = props;
  const words = amounts.map(({ name, value }) => `${name}: ${format(value)}`).join(', ');
  return (
    <ChartFrame {...props}>
      <svg className={classes.chart} role="img" aria-label={`${label}. ${words}`} height={amounts.length * ROW}>
        {amounts.map(({ key, name, value }, index) => (
          <g key={key} transform={`translate(0 ${index * ROW})`}>
            <title>{`${name}: ${format(value)}`}</title>
            <text y={16}>{shortened(name)}</text>
            <text y={16} x="100%" textAnchor="end" className={classes.dim}>
              {format(value)}
            </text>
            <rect y={24} width="100%" height={8} rx={4} className={classes.track} />
            <rect y={24} width={`${shareOf(value, amounts)}%`} height={8} rx={4} className={classes.bar} />
          </g>
        ))}
      </svg>
    </ChartFrame>
  );
}
