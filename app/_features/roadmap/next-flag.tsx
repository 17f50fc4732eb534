/** Says that a person put the item before all others. */
export function NextFlag() {
	return (
		<span
			title="You put it before all others"
			className="flex-none rounded-pill bg-accent-soft px-1.5 text-label leading-4 font-semibold whitespace-nowrap text-accent"
		>
			put first
		</span>
	);
}
