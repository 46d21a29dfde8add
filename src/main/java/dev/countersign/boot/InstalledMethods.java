package dev.countersign.boot;

import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.AuthenticatorProvider;
import dev.countersign.auth.ClientAuthenticator;
import dev.countersign.auth.CredentialReader;
import dev.countersign.auth.MethodDescription;
import dev.countersign.auth.PropertyDescription;
import dev.countersign.client.AuthMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * The authentication methods, our own and those of plug-ins. A plug-in that is broken, or that claims the method or the
 * credential type of another one, stops the start: with the method silently missing, its clients would be refused for a
 * reason that no log line gives. Not thread-safe.
 */
final class InstalledMethods {

    /** The packages of our own providers, whose methods have registered names. */
    private static final Set<String> OURS =
            Set.of("dev.countersign.secret", "dev.countersign.jose", "dev.countersign.mtls");

    private final List<MethodDescription> descriptions = new ArrayList<>();
    private final List<ClientAuthenticator<?>> authenticators = new ArrayList<>();
    private final List<CredentialReader> readers = new ArrayList<>();
    private final Map<AuthMethod, String> owners = new HashMap<>();
    private final Map<Class<?>, String> judges = new HashMap<>();

    private InstalledMethods() {}

    /** @throws IllegalStateException when a plug-in cannot be used; the message is for the deployer */
    static InstalledMethods load(ClassLoader loader, AuthenticatorContext tools) {
        InstalledMethods installed = new InstalledMethods();
        Iterator<AuthenticatorProvider> providers =
                ServiceLoader.load(AuthenticatorProvider.class, loader).iterator();
        try {
            while (providers.hasNext()) {
                installed.add(providers.next(), tools);
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new IllegalStateException("a plug-in cannot be loaded: " + e.getMessage(), e);
        }
        return installed;
    }

    /** In the order of the list box. */
    List<MethodDescription> descriptions() {
        return List.copyOf(descriptions);
    }

    List<ClientAuthenticator<?>> authenticators() {
        return List.copyOf(authenticators);
    }

    List<CredentialReader> readers() {
        return List.copyOf(readers);
    }

    private void add(AuthenticatorProvider provider, AuthenticatorContext tools) {
        String name = provider.getClass().getName();
        try {
            List<MethodDescription> described = List.copyOf(provider.methods(tools));
            ClientAuthenticator<?> authenticator =
                    Objects.requireNonNull(provider.authenticator(tools), "it has no authenticator");
            claim(name, OURS.contains(provider.getClass().getPackageName()), described, authenticator);
            descriptions.addAll(described);
            authenticators.add(authenticator);
            readers.addAll(List.copyOf(provider.readers(tools)));
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalStateException("the plug-in " + name + " cannot be used: " + e, e);
        }
    }

    private void claim(
            String name, boolean ours, List<MethodDescription> described, ClientAuthenticator<?> authenticator) {
        Set<AuthMethod> methods = new HashSet<>();
        for (MethodDescription description : described) {
            methods.add(description.method());
            methods.addAll(description.alternatives());
            requireDistinctNames(description);
        }
        if (methods.isEmpty() || !methods.equals(authenticator.methods())) {
            throw new IllegalStateException("it describes the methods " + methods + ", but its authenticator has "
                    + authenticator.methods() + ": they must be the same");
        }
        for (AuthMethod method : methods) {
            if (!ours && !method.name().contains(":")) {
                throw new IllegalStateException("the method " + method
                        + " is no URI: names without a colon are for registered methods (RFC 7591)");
            }
            String other = owners.put(method, name);
            if (other != null) {
                throw new IllegalStateException("the method " + method + " is taken by " + other);
            }
        }
        String judge = judges.put(authenticator.accepts(), name);
        if (judge != null) {
            throw new IllegalStateException(
                    "credentials of the " + authenticator.accepts() + " are authenticated by " + judge + " already");
        }
    }

    private static void requireDistinctNames(MethodDescription description) {
        Set<String> names = new HashSet<>();
        for (PropertyDescription property : description.properties()) {
            if (!names.add(property.name())) {
                throw new IllegalStateException(
                        "the method " + description.method() + " has the property " + property.name() + " twice");
            }
        }
    }
}
