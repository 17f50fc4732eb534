import { classNames } from "./class-names.ts";

/** A grey bar in the place and size of text that is about to come. */
export function Skeleton({ className }: { className?: string }) {
	return (
		<span
			aria-hidden="true"
			data-loading
			className={classNames("inline-block h-3 rounded-sm bg-line align-middle", className)}
		/>
	);
}
