/** Where restrack runs, as the cloud itself tells it. */
export interface CloudInfo {
  /** As in the catalogue: "aws", "azure", "gcp", "alicloud", "hcloud", "ovh", "upcloud", "vultr", "digitalocean", "linode", "scaleway", "oracle". */
  vendor: string;
  /** "m5.2xlarge", "cx22"; null when the cloud does not tell it. */
  instance_type: string | null;
  region: string | null;
  zone: string | null;
  /** How long it took to find out. */
  discovery_seconds: number;
}
