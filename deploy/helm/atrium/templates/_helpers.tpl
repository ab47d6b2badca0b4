{{- define "atrium.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end -}}

{{- define "atrium.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "atrium.labels" -}}
{{ include "atrium.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "atrium.check" -}}
{{- if gt (int .Values.replicas) 1 -}}
{{- if not .Values.secret -}}
{{- fail "several replicas need one database and one machine key: name a Secret with ATRIUM_DATABASE and ATRIUM_MACHINE_KEY in `secret`" -}}
{{- end -}}
{{- if not .Values.settings.s3_bucket -}}
{{- fail "several replicas need one object store: set settings.s3_bucket" -}}
{{- end -}}
{{- end -}}
{{- end -}}
