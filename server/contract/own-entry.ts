/**
 * The entry that was put into a record under this name; undefined when none was. What every object brings with it does not
 * count: a daemon, a ticket or a field may well be called `constructor`.
 */
export function ownEntry<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
	return Object.hasOwn(record, name) ? record[name] : undefined;
}
