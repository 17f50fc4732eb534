/** The moon and its star. */
export function BrandMark({ className }: { className?: string }) {
	return (
		<svg aria-hidden="true" viewBox="0 0 18 18" fill="none" className={className}>
			<path d="M14.5 11.2A6.2 6.2 0 0 1 6.8 3.5a6.2 6.2 0 1 0 7.7 7.7Z" fill="currentColor" />
			<circle cx="13.2" cy="4.2" r="1.4" fill="var(--accent)" />
		</svg>
	);
}
