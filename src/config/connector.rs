//! `connector:` title, brand, metadata and what else the connector says of itself.

use super::Located;
use super::read::Section;
use crate::tree::NodeId;

/// An entry of `x-ms-connector-metadata`.
#[derive(Clone, Debug)]
pub struct MetadataEntry {
    /// `propertyName`
    pub name: String,
    /// `propertyValue`; several values are joined by `;`.
    pub value: String,
    /// Where it is written.
    pub at: NodeId,
}

/// The operation that tells whether a connection works.
#[derive(Clone, Debug)]
pub enum TestConnection {
    /// One that exists.
    Existing {
        /// Its id.
        operation_id: Located<String>,
        /// Values for its parameters: an object.
        parameters: Option<NodeId>,
    },
    /// One that belongs to the connector alone.
    Own {
        /// Its path.
        path: Located<String>,
        /// An OpenAPI operation object.
        operation: NodeId,
    },
}

/// What the connector says of itself.
#[derive(Clone, Debug, Default)]
pub struct Connector {
    /// `info.title`
    pub title: Option<Located<String>>,
    /// `info.description`
    pub description: Option<Located<String>>,
    /// `info.contact`, an object.
    pub contact: Option<NodeId>,
    /// `host`
    pub host: Option<Located<String>>,
    /// Members of `info` that are not published.
    pub omit_info: Vec<Located<String>>,
    /// `info.x-ms-api-annotation.status`, and of each operation.
    pub status: Option<Located<String>>,
    /// `info.x-ms-deployment-version`
    pub deployment_version: Option<Located<String>>,
    /// `iconBrandColor`
    pub brand_color: Option<Located<String>>,
    /// The icon's path.
    pub icon: Option<Located<String>>,
    /// `publisher`
    pub publisher: Option<Located<String>>,
    /// `stackOwner`
    pub stack_owner: Option<Located<String>>,
    /// `x-ms-connector-metadata`
    pub metadata: Vec<MetadataEntry>,
    /// `capabilities`, an array.
    pub capabilities: Option<NodeId>,
    /// `policyTemplateInstances`, an array.
    pub policies: Option<NodeId>,
    /// Members of `properties` that have no word of their own here, an object.
    pub properties: Option<NodeId>,
    /// The path of the custom code.
    pub script: Option<Located<String>>,
    /// `scriptOperations`, an array.
    pub script_operations: Option<NodeId>,
    /// `x-ms-capabilities.testConnection`
    pub test_connection: Option<TestConnection>,
}

impl Connector {
    pub(super) fn read(section: &Section<'_>) -> Connector {
        Connector {
            title: section.text("title"),
            description: section.text("description"),
            contact: section.get("contact"),
            host: section.text("host"),
            omit_info: section.texts("omitInfo"),
            status: section.text("status"),
            deployment_version: section.text("deploymentVersion"),
            brand_color: section.text("brandColor"),
            icon: section.text("icon"),
            publisher: section.text("publisher"),
            stack_owner: section.text("stackOwner"),
            metadata: metadata(&section.section("metadata")),
            capabilities: section.get("capabilities"),
            policies: section.get("policyTemplateInstances"),
            properties: section.get("apiProperties").filter(|at| section.tree.is_object(*at)),
            script: section.text("script"),
            script_operations: section.get("scriptOperations"),
            test_connection: test_connection(section),
        }
    }
}

fn metadata(section: &Section<'_>) -> Vec<MetadataEntry> {
    let tree = section.tree;
    let entry = |(name, at): (&str, NodeId)| {
        let value = if tree.is_array(at) {
            tree.items(at).map(|item| tree.text(item)).collect::<Vec<_>>().join(";")
        } else {
            tree.text(at).to_owned()
        };
        MetadataEntry { name: name.to_owned(), value, at }
    };
    section.members().map(entry).collect()
}

fn test_connection(section: &Section<'_>) -> Option<TestConnection> {
    if let Some(operation_id) = section.text("testConnection") {
        return Some(TestConnection::Existing { operation_id, parameters: None });
    }
    let test = section.section("testConnection");
    if let Some(path) = test.text("path") {
        return Some(TestConnection::Own { path, operation: test.get("operation")? });
    }
    let operation_id = test.text("operation")?;
    Some(TestConnection::Existing { operation_id, parameters: test.get("parameters") })
}
