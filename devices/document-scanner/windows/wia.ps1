# Scans by WIA automation into numbered PNG files; wia.ts runs it. Everything asked for comes from the environment.
# Last line: "end ok", "end no-source" or "end 0x…" (an HRESULT). Untried.
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = [Text.Encoding]::UTF8
$png = '{B96B3CAF-0728-11D3-9D7B-0000F81EF32E}'

function Stop-With($exception) {
  $cause = $exception
  while ($cause.InnerException) { $cause = $cause.InnerException }
  'end 0x{0:x8}' -f $cause.HResult
  exit 1
}

# WIA property numbers: wiadef.h. A value beyond the device's range (sub-type 1) becomes the nearest within it.
function Set-Wia($properties, [int]$id, $value) {
  foreach ($property in $properties) {
    if ($property.PropertyID -ne $id) { continue }
    if ($property.SubType -eq 1) { $value = [Math]::Max($property.SubTypeMin, [Math]::Min($property.SubTypeMax, $value)) }
    $property.Value = $value
    return
  }
}
function Get-Wia($properties, [int]$id) {
  foreach ($property in $properties) { if ($property.PropertyID -eq $id) { return $property.Value } }
  return $null
}

try {
  $manager = New-Object -ComObject WIA.DeviceManager
  $wanted = $env:MOTCUA_WIA_DEVICE
  $info = $null
  foreach ($one in $manager.DeviceInfos) {
    # 1: a scanner
    if ($one.Type -eq 1 -and ($one.DeviceID -eq $wanted -or $one.Properties.Item('Name').Value -eq $wanted)) { $info = $one; break }
  }
  if (-not $info) { 'end 0x80210015'; exit 1 }
  $device = $info.Connect()
  if ($env:MOTCUA_WIA_TASK -eq 'look') { 'end ok'; exit 0 }

  $source = $env:MOTCUA_WIA_SOURCE
  $dpi = [int]$env:MOTCUA_WIA_DPI
  $most = [int]$env:MOTCUA_WIA_MOST
  # 3086 capabilities and 3088 select: 1 feeder, 2 flatbed, 4 duplex
  $select = @{ feeder = 1; flatbed = 2; duplex = 5 }[$source]
  $can = Get-Wia $device.Properties 3086
  if ($null -ne $can -and ($can -band $select) -ne $select) { 'end no-source'; exit 1 }
  if ($null -ne $can) { Set-Wia $device.Properties 3088 $select }
  # 3096 pages a transfer
  Set-Wia $device.Properties 3096 1

  $item = $device.Items.Item(1)
  # 6146 intent: 1 colour, 2 grey, 4 text; 6147, 6148 resolution; 6149, 6150 begin; 6151, 6152 size in dots
  Set-Wia $item.Properties 6146 (@{ color = 1; gray = 2; lineart = 4 }[$env:MOTCUA_WIA_MODE])
  Set-Wia $item.Properties 6147 $dpi
  Set-Wia $item.Properties 6148 $dpi
  Set-Wia $item.Properties 6149 0
  Set-Wia $item.Properties 6150 0
  Set-Wia $item.Properties 6151 ([int](8.27 * $dpi))
  Set-Wia $item.Properties 6152 ([int](11.69 * $dpi))

  for ($page = 1; $page -le $most; $page++) {
    # 3087 status, 1: paper is in the feeder. Some drivers turn to the glass when there is none. A back side is owed without it.
    $back = $source -eq 'duplex' -and $page % 2 -eq 0
    $state = Get-Wia $device.Properties 3087
    if ($source -ne 'flatbed' -and -not $back -and $null -ne $state -and ($state -band 1) -eq 0) { 'end 0x80210003'; exit 0 }
    $image = $item.Transfer($png)
    if ($image.FormatID -ne $png) {
      $process = New-Object -ComObject WIA.ImageProcess
      $process.Filters.Add($process.FilterInfos.Item('Convert').FilterID)
      $process.Filters.Item(1).Properties.Item('FormatID').Value = $png
      $image = $process.Apply($image)
    }
    $image.SaveFile((Join-Path $env:MOTCUA_WIA_FOLDER ('p{0:d5}.png' -f $page)))
    "page $page"
  }
  'end ok'
} catch {
  Stop-With $_.Exception
}
