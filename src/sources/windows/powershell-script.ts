/** Properties of Win32_Process that a round asks for. */
const processProperties = [
  "ProcessId",
  "ParentProcessId",
  "Name",
  "CommandLine",
  "CreationDate",
  "UserModeTime",
  "KernelModeTime",
  "WorkingSetSize",
  "PeakWorkingSetSize",
  "PrivatePageCount",
  "ReadTransferCount",
  "WriteTransferCount",
  "ThreadCount",
  "PageFaults",
];

/** Classes that a round asks for, and those that need not be asked each time. */
const counters: Record<string, string[]> = {
  Win32_PerfRawData_PerfDisk_PhysicalDisk: ["Name", "DiskReadBytesPersec", "DiskWriteBytesPersec"],
  Win32_PerfRawData_Tcpip_NetworkInterface: ["Name", "BytesReceivedPersec", "BytesSentPersec"],
};
const slowFigures: Record<string, string[]> = {
  Win32_OperatingSystem: ["TotalVisibleMemorySize", "FreePhysicalMemory", "SizeStoredInPagingFiles", "FreeSpaceInPagingFiles"],
  Win32_LogicalDisk: ["DeviceID", "DriveType", "Size", "FreeSpace"],
};

const namesOf = (properties: readonly string[]): string => `@(${properties.map((property) => `'${property}'`).join(",")})`;
// @() around each: of a class without instances PowerShell 5.1 would write {}, of one instance it alone.
const askAll = (classes: Record<string, string[]>): string => Object.entries(classes).map(([name, properties]) => `$s['${name}']=@(Read-Class ${name} ${namesOf(properties)})`).join(";");

/**
 * What a PowerShell session is told first, on one line, as it reads its commands from a pipe line by line. It defines
 * `Write-Figures SEQ SLOW PIDS`, which writes one line of JSON:
 * ```text
 * {"seq":7,"processes":[{"ProcessId":4216, …}, …],"ended":[{"ProcessId":812,"UserModeTime":156250,"KernelModeTime":0}],"system":{…}}
 * ```
 * Processes named in PIDS are held by a handle from then on; Windows keeps the times of a process that has ended for those who hold
 * one. Output goes past the console, whose code page nobody knows, as UTF-8; where policies forbid that ("constrained language mode")
 * it goes through the console, and nothing is held.
 */
export const powerShellScript = [
  // Begun by a program that PowerShell 7 has begun, 5.1 finds the modules of 7 first and cannot load them.
  '$env:PSModulePath="$PSHOME\\Modules"',
  "$ErrorActionPreference='SilentlyContinue'",
  "$ProgressPreference='SilentlyContinue'",
  "$WarningPreference='SilentlyContinue'",
  "$out=New-Object System.IO.StreamWriter([Console]::OpenStandardOutput(),(New-Object System.Text.UTF8Encoding($false)))",
  "$out.AutoFlush=$true",
  "$held=@{}",
  "function Read-Class($class,$names){Get-CimInstance -Query ('SELECT '+($names -join ',')+' FROM '+$class)|Select-Object -Property $names}",
  [
    "function Write-Figures($seq,$slow,$pids){",
    // A property that cannot be read is $null, and nothing is thrown: handles of others' processes.
    "foreach($id in $pids){if(-not $held.ContainsKey($id)){try{$p=[System.Diagnostics.Process]::GetProcessById($id);if($null -ne $p.Handle){$held[$id]=$p}}catch{}}};",
    `$r=@(Read-Class Win32_Process ${namesOf(processProperties)});$e=@();$s=@{};`,
    "foreach($id in @($held.Keys)){$p=$held[$id];try{if($p.HasExited){$e+=[ordered]@{ProcessId=$id;UserModeTime=$p.UserProcessorTime.Ticks;KernelModeTime=$p.PrivilegedProcessorTime.Ticks};$held.Remove($id);$p.Dispose()}}catch{$held.Remove($id)}};",
    `${askAll(counters)};`,
    `if($slow){${askAll(slowFigures)}};`,
    "$j=ConvertTo-Json -InputObject ([ordered]@{seq=$seq;processes=$r;ended=$e;system=$s}) -Depth 4 -Compress;",
    "if($out){$out.WriteLine($j)}else{$j}}",
  ].join(""),
].join(";");

/** One question. `pids` are to be held. */
export function powerShellQuestion(seq: number, slow: boolean, pids: readonly number[]): string {
  return `Write-Figures ${seq} ${slow ? "$true" : "$false"} @(${pids.join(",")})\n`;
}

/** Of wmic, which knows the same properties. */
export const wmicProcessProperties: readonly string[] = processProperties;
