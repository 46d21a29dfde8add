package dev.countersign.boot;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts Countersign with the application and stops it with it. Declared in our {@code web.xml}, and in the web fragment of the jar for other
 * people's applications; declared twice, it starts once. What is wrong at start stops the deployment.
 */
public final class CountersignListener implements ServletContextListener {

    private static final Logger LOG = LoggerFactory.getLogger(CountersignListener.class);
    private static final String STARTED = CountersignListener.class.getName();

    private @Nullable Countersign started;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        if (context.getAttribute(STARTED) != null) {
            return;
        }
        try {
            started = Countersign.start(context);
        } catch (RuntimeException | Error e) {
            FailedStart.report(context, e);
            throw e;
        }
        context.setAttribute(STARTED, true);
        LOG.info("Countersign is up at {}", context.getContextPath().isEmpty() ? "/" : context.getContextPath());
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (started != null) {
            started.close();
            RememberedTypes.displace();
            event.getServletContext().removeAttribute(STARTED);
        }
    }
}
