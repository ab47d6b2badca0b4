//! Regions of Amazon's S3, by their public names.

use serde::{Serialize, Serializer};

/// A region.
#[derive(Debug, Clone, Copy)]
pub(super) struct Region(&'static str, &'static str);

impl Serialize for Region {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let facts = [("systemName", self.0), ("displayName", self.1)];
        serializer.collect_map(facts)
    }
}

/// All of them that anybody can use.
pub(super) const REGIONS: [Region; 28] = [
    Region("af-south-1", "Africa (Cape Town)"),
    Region("ap-east-1", "Asia Pacific (Hong Kong)"),
    Region("ap-northeast-1", "Asia Pacific (Tokyo)"),
    Region("ap-northeast-2", "Asia Pacific (Seoul)"),
    Region("ap-northeast-3", "Asia Pacific (Osaka)"),
    Region("ap-south-1", "Asia Pacific (Mumbai)"),
    Region("ap-south-2", "Asia Pacific (Hyderabad)"),
    Region("ap-southeast-1", "Asia Pacific (Singapore)"),
    Region("ap-southeast-2", "Asia Pacific (Sydney)"),
    Region("ap-southeast-3", "Asia Pacific (Jakarta)"),
    Region("ap-southeast-4", "Asia Pacific (Melbourne)"),
    Region("ca-central-1", "Canada (Central)"),
    Region("ca-west-1", "Canada West (Calgary)"),
    Region("eu-central-1", "Europe (Frankfurt)"),
    Region("eu-central-2", "Europe (Zurich)"),
    Region("eu-north-1", "Europe (Stockholm)"),
    Region("eu-south-1", "Europe (Milan)"),
    Region("eu-south-2", "Europe (Spain)"),
    Region("eu-west-1", "Europe (Ireland)"),
    Region("eu-west-2", "Europe (London)"),
    Region("eu-west-3", "Europe (Paris)"),
    Region("il-central-1", "Israel (Tel Aviv)"),
    Region("me-central-1", "Middle East (UAE)"),
    Region("me-south-1", "Middle East (Bahrain)"),
    Region("sa-east-1", "South America (São Paulo)"),
    Region("us-east-1", "US East (N. Virginia)"),
    Region("us-east-2", "US East (Ohio)"),
    Region("us-west-2", "US West (Oregon)"),
];
