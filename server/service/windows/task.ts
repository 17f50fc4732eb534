import { seal } from "../seal.ts";
import type { ServiceDefinition } from "../types.ts";
import { escapeXml } from "../xml.ts";
import { windowsCommandLine } from "./command-line.ts";

/** What the task runs: without a window, which a task of the person's session would have. */
export function taskCommand({ node, program, home }: ServiceDefinition): { command: string; args: string } {
	const args = ["--headless", node, program, "start", "--foreground", "--home", home];
	return { command: "conhost.exe", args: windowsCommandLine(args) };
}

/**
 * The definition of a task that keeps the dashboard running while the person is signed in. "Restart on failure" of the Task
 * Scheduler is about a task that could not be begun, not about a program that crashed ([MS-TSCH] 2.5.4.2); so it is also
 * begun every minute, which is ignored while it runs. Pure.
 *
 * @param user `DOMAIN\\name`
 */
export function describeTask(definition: ServiceDefinition, user: string): string {
	const { command, args } = taskCommand(definition);
	const lines = `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.4" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>${escapeXml(`Keeps the dashboard of Nightshift running (${definition.home}).`)}</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Repetition>
        <Interval>PT1M</Interval>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
      <Enabled>true</Enabled>
      <UserId>${escapeXml(user)}</UserId>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>${escapeXml(user)}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <Hidden>true</Hidden>
    <RunOnlyIfIdle>false</RunOnlyIfIdle>
    <WakeToRun>false</WakeToRun>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>7</Priority>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>10</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${escapeXml(command)}</Command>
      <Arguments>${escapeXml(args)}</Arguments>
      <WorkingDirectory>${escapeXml(definition.root)}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
`;
	return seal(lines, 1, definition, (mark) => `<!-- ${mark} -->`);
}
