@echo off
rem Finds a Python and hands over to files\installer.py, which does the work and speaks Chinese.
rem ASCII only, and no variable outside quotes: it must run in every code page and from every folder.
setlocal EnableExtensions DisableDelayedExpansion
set "HERE=%~dp0"
set "NoDefaultCurrentDirectoryInExePath=1"
set "PYTHON_MANAGER_AUTOMATIC_INSTALL=0"
set "PYTHON="
set "CHOICE=-I"
set "FITS=import struct, sys; sys.exit(struct.calcsize('P') != 8 or sys.version_info[:2] not in [@PAIRS@] or 'WindowsApps' in sys.base_prefix)"
set "WAIT=pause"
if /i "%~1"=="/q" set "WAIT=ver >nul"
if not "%~1"=="" if exist "%~f1" call :fits "%~f1"
for %%v in (@PYTHONS@) do if not defined PYTHON call :launcher %%v
for %%v in (@PYTHONS@) do if not defined PYTHON call :registry %%v
for %%p in (python.exe python3.exe) do if not defined PYTHON call :fits "%%~$PATH:p"
cd /d "%TEMP%"
if not exist "%HERE%files\installer.py" goto alone
if defined PYTHON goto run
type "%HERE%files\no-python.txt"
%WAIT%
exit /b 3

:run
rem One line, read as a whole: removing may take this very file away.
"%PYTHON%" %CHOICE% -I -B "%HERE%files\installer.py" @ACTION@ && (%WAIT% & exit /b 0) || (%WAIT% & exit /b 1)

:alone
rem Started from inside the archive; says so in Chinese, which this file cannot hold.
powershell -NoProfile -Command "Write-Host (-join [char[]](35831,20808,25226,21387,32553,21253,37324,30340,20840,37096,25991,20214,35299,21387,20986,26469,65292,20877,36816,34892,12290))"
%WAIT%
exit /b 3

:launcher
rem py.exe with its ending: a py.bat would not come back here.
py.exe -%1 -I -c "%FITS%" >nul 2>nul || exit /b 0
set "PYTHON=py.exe"
set "CHOICE=-%1"
exit /b 0

:registry
for %%k in (HKCU HKLM) do for /f "tokens=2,*" %%a in ('reg query "%%k\Software\Python\PythonCore\%1\InstallPath" /v ExecutablePath 2^>nul') do if "%%a"=="REG_SZ" if not defined PYTHON call :fits "%%b"
exit /b 0

:fits
if "%~1"=="" exit /b 0
"%~1" -I -c "%FITS%" >nul 2>nul && set "PYTHON=%~1"
exit /b 0
