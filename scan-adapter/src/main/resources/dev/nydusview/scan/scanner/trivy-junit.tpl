<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="trivy">
{{- range . }}
{{- $findings := add (len .Vulnerabilities) (len .Misconfigurations) (len .Secrets) (len .Licenses) }}
  <testsuite name="{{ escapeXML .Target }}" tests="{{ $findings }}" failures="{{ $findings }}">
{{- range .Vulnerabilities }}
    <testcase classname="{{ escapeXML .PkgName }} {{ escapeXML .InstalledVersion }}" name="{{ escapeXML .VulnerabilityID }}">
      <failure type="{{ .Severity }}" message="{{ escapeXML .Title }}">{{ with .FixedVersion }}fixed in {{ escapeXML . }}: {{ end }}{{ escapeXML .Description }}</failure>
    </testcase>
{{- end }}
{{- range .Misconfigurations }}
    <testcase classname="{{ escapeXML .Type }}" name="{{ escapeXML .ID }}">
      <failure type="{{ .Severity }}" message="{{ escapeXML .Title }}">{{ escapeXML .Message }}</failure>
    </testcase>
{{- end }}
{{- range .Secrets }}
    <testcase classname="{{ .Category }}" name="{{ escapeXML .RuleID }}">
      <failure type="{{ .Severity }}" message="{{ escapeXML .Title }}">line {{ .StartLine }}</failure>
    </testcase>
{{- end }}
{{- range .Licenses }}
    <testcase classname="{{ escapeXML .PkgName }}" name="{{ escapeXML .Name }}">
      <failure type="{{ .Severity }}" message="license {{ escapeXML .Name }}"></failure>
    </testcase>
{{- end }}
  </testsuite>
{{- end }}
</testsuites>
