/** A share of 0 to 1; null is drawn as an empty track and said to be unknown. */
export function ProgressBar({ value, label }: { value: number | null; label: string }) {
	const now = value === null ? null : Math.round(value * 100);
	return (
		<div
			role="progressbar"
			aria-label={label}
			aria-valuemin={0}
			aria-valuemax={100}
			{...(now === null ? { "aria-valuetext": "not known" } : { "aria-valuenow": now })}
			className="h-1 overflow-hidden rounded-pill bg-line"
		>
			<div
				data-live="bar"
				className="h-full rounded-pill bg-accent transition-[width] duration-300"
				style={{ width: `${now ?? 0}%` }}
			/>
		</div>
	);
}
