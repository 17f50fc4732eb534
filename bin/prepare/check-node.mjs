/** The oldest Node that everything Nightshift uses runs on. */
const MAJOR = 20;
const MINOR = 19;

/** Whether this Node is new enough; says so in one sentence when it is not, and makes the process fail. */
export function checkNode() {
	const version = process.versions.node.split(".").map(Number);
	if (version[0] > MAJOR || (version[0] === MAJOR && version[1] >= MINOR)) return true;
	console.error(
		"nightshift: Node " +
			MAJOR +
			"." +
			MINOR +
			" or newer is needed, and this is " +
			process.version +
			": install one from https://nodejs.org and try again.",
	);
	process.exitCode = 1;
	return false;
}
