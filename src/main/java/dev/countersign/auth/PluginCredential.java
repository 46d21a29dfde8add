package dev.countersign.auth;

/**
 * The open shape: a plug-in's own kind of credential implements this, and its own {@link CredentialReader} makes it.
 */
public non-sealed interface PluginCredential extends PresentedCredential {}
