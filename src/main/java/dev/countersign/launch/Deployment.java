package dev.countersign.launch;

import java.io.Closeable;
import java.util.Optional;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/** Follows one deployment in a server that is not ours, from its start to its end. Called by one thread at a time. */
final class Deployment implements LifeCycle.Listener {
    private final WebAppContext context;
    private final Installation installation;
    private final String origin;
    private final Closeable claim;
    private @Nullable HandedSettings handed;

    Deployment(WebAppContext context, Installation installation, String origin, Closeable claim) {
        this.context = context;
        this.installation = installation;
        this.origin = origin;
        this.claim = claim;
    }

    @Override
    public void lifeCycleStarting(LifeCycle event) {
        handed = installation.hand(Optional.of(url()));
    }

    @Override
    public void lifeCycleStarted(LifeCycle event) {
        takeBack();
        Server server = context.getServer();
        if (server.isStarted()) {
            announce();
            return;
        }
        server.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarted(LifeCycle event) {
                server.removeEventListener(this);
                announce();
            }
        });
    }

    @Override
    public void lifeCycleFailure(LifeCycle event, Throwable cause) {
        end();
    }

    @Override
    public void lifeCycleStopped(LifeCycle event) {
        end();
    }

    private void announce() {
        HttpConnectionFactory http =
                context.getServer().getConnectors()[0].getConnectionFactory(HttpConnectionFactory.class);
        HttpRules.apply(http.getHttpConfiguration());
        try {
            installation.serving(url());
        } catch (StartupException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private void end() {
        takeBack();
        context.removeEventListener(this);
        installation.close();
        DevelopmentServer.release(claim);
    }

    private void takeBack() {
        if (handed != null) {
            handed.close();
            handed = null;
        }
    }

    private String url() {
        return origin + Installation.CONTEXT_PATH;
    }
}
