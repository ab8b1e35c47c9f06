# Speaks to the Windows spooler (winspool.drv); spooler-program.ts runs it. Everything asked for comes from the environment:
# MOTCUA_SPOOLER_TASK look | raw | follow | cancel, MOTCUA_SPOOLER_QUEUE, _FILE, _TITLE, _JOB.
# Lines: "queue <PRINTER_STATUS> <port>", "job <id>", "at <JOB_STATUS> <PRINTER_STATUS>", "gone"; last "end ok" or "end <Win32 error>". Untried.
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = [Text.Encoding]::UTF8
Add-Type -TypeDefinition @'
using System;
using System.Runtime.InteropServices;
public static class Spool {
  [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
  public struct DocInfo { public string Name; public string Output; public string Type; }
  [DllImport("winspool.drv", CharSet = CharSet.Unicode, SetLastError = true)] public static extern bool OpenPrinter(string name, out IntPtr printer, IntPtr defaults);
  [DllImport("winspool.drv", SetLastError = true)] public static extern bool ClosePrinter(IntPtr printer);
  [DllImport("winspool.drv", CharSet = CharSet.Unicode, SetLastError = true)] public static extern int StartDocPrinter(IntPtr printer, int level, ref DocInfo doc);
  [DllImport("winspool.drv", SetLastError = true)] public static extern bool WritePrinter(IntPtr printer, byte[] bytes, int count, out int written);
  [DllImport("winspool.drv", SetLastError = true)] public static extern bool EndDocPrinter(IntPtr printer);
  [DllImport("winspool.drv", CharSet = CharSet.Unicode, SetLastError = true)] public static extern bool SetJob(IntPtr printer, int job, int level, IntPtr info, int command);
}
'@

function Stop-With([int]$code) { "end $code"; exit 1 }
function Get-Flags($value) { if ($null -eq $value) { 0 } else { [int]$value } }

$queue = $env:MOTCUA_SPOOLER_QUEUE
$task = $env:MOTCUA_SPOOLER_TASK
try { $printer = Get-Printer -Name $queue } catch { Stop-With 1801 }
"queue $(Get-Flags $printer.PrinterStatus) $($printer.PortName)"
if ($task -eq 'look') { 'end ok'; exit 0 }

$handle = [IntPtr]::Zero
if (-not [Spool]::OpenPrinter($queue, [ref]$handle, [IntPtr]::Zero)) { Stop-With ([Runtime.InteropServices.Marshal]::GetLastWin32Error()) }
try {
  $job = 0
  if ($task -eq 'cancel') {
    # 5: JOB_CONTROL_DELETE
    if (-not [Spool]::SetJob($handle, [int]$env:MOTCUA_SPOOLER_JOB, 0, [IntPtr]::Zero, 5)) { Stop-With ([Runtime.InteropServices.Marshal]::GetLastWin32Error()) }
    'end ok'; exit 0
  }
  if ($task -eq 'raw') {
    $doc = New-Object Spool+DocInfo
    $doc.Name = $env:MOTCUA_SPOOLER_TITLE
    $doc.Type = 'RAW'
    $bytes = [IO.File]::ReadAllBytes($env:MOTCUA_SPOOLER_FILE)
    $job = [Spool]::StartDocPrinter($handle, 1, [ref]$doc)
    if ($job -eq 0) { Stop-With ([Runtime.InteropServices.Marshal]::GetLastWin32Error()) }
    "job $job"
    $written = 0
    if (-not [Spool]::WritePrinter($handle, $bytes, $bytes.Length, [ref]$written) -or $written -ne $bytes.Length) { Stop-With ([Runtime.InteropServices.Marshal]::GetLastWin32Error()) }
    [void][Spool]::EndDocPrinter($handle)
  } else {
    # A program prints with a document of this title; its job shows a moment later.
    for ($try = 0; $try -lt 50 -and $job -eq 0; $try++) {
      $found = Get-PrintJob -PrinterName $queue | Where-Object { $_.DocumentName -like "*$($env:MOTCUA_SPOOLER_TITLE)*" } | Select-Object -First 1
      if ($found) { $job = [int]$found.Id; "job $job" } else { Start-Sleep -Milliseconds 100 }
    }
    if ($job -eq 0) { 'gone'; 'end ok'; exit 0 }
  }
  while ($true) {
    $now = Get-PrintJob -PrinterName $queue -ID $job -ErrorAction SilentlyContinue
    if (-not $now) { 'gone'; 'end ok'; exit 0 }
    "at $(Get-Flags $now.JobStatus) $(Get-Flags (Get-Printer -Name $queue).PrinterStatus)"
    Start-Sleep -Milliseconds 400
  }
} finally { [void][Spool]::ClosePrinter($handle) }
