package dev.countersign.boot;

import dev.countersign.text.Redaction;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts Countersign with the application and stops it with it. Declared in our {@code web.xml}, and in the web
 * fragment of the jar for other applications; declared twice, it starts once. A failed start fails the deployment.
 */
public final class CountersignListener implements ServletContextListener {

    private static final Logger LOG = LoggerFactory.getLogger(CountersignListener.class);
    private static final String STARTED = CountersignListener.class.getName();

    private final OpenResources started = new OpenResources();
    private final Program program;

    /** For a container, which makes it: settings and store are looked up where the deployer has put them. */
    public CountersignListener() {
        this(Program.NONE);
    }

    /**
     * For a program that contains the servlet container: without JNDI, and without a {@code web.xml}.
     *
     * @param store the database with the clients; what is bound in JNDI at the usual name does not count
     * @param settings by their names ({@code issuer}); what is not here is looked up in the usual places
     */
    public CountersignListener(DataSource store, Map<String, String> settings) {
        this(new Program(Optional.of(store), settings));
    }

    private CountersignListener(Program program) {
        this.program = program;
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        if (context.getAttribute(STARTED) != null) {
            return;
        }
        List<FilterRegistration> filters = ResourceServer.filters(context);
        try {
            if (!filters.isEmpty()) {
                started.add(ResourceServer.start(context, filters, program));
            }
            if (ResourceServer.needsStore(context, filters)) {
                started.add(Countersign.start(context, program));
            }
        } catch (RuntimeException | Error e) {
            started.close();
            FailedStart.report(context, e);
            // The container prints it too.
            if (Redaction.of(e) instanceof RuntimeException shown) {
                throw shown;
            }
            throw e;
        }
        context.setAttribute(STARTED, true);
        LOG.info(
                "Countersign is up at {}{}",
                context.getContextPath().isEmpty() ? "/" : context.getContextPath(),
                ResourceServer.needsStore(context, filters)
                        ? ""
                        : ", as a resource server without a store: only access tokens are admitted");
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (!started.isEmpty()) {
            started.close();
            clearRecordTypes();
            event.getServletContext().removeAttribute(STARTED);
        }
    }

    /**
     * Clears a class-loader leak: in JDK 17 the handles by which {@link ObjectMethods} makes the methods of records
     * keep the type that they were last made for, and through it the class loader of an application that is gone. A
     * type of the JDK's own takes its place.
     */
    private static void clearRecordTypes() {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        try {
            MethodHandle component = lookup.findVirtual(String.class, "strip", MethodType.methodType(String.class));
            for (String method : new String[] {"equals", "hashCode"}) {
                ObjectMethods.bootstrap(lookup, method, MethodHandle.class, String.class, "strip", component);
            }
        } catch (Throwable e) {
            // A newer JDK may refuse this; the application must stop all the same.
            LOG.debug("the class-loader leak in ObjectMethods was not cleared", e);
        }
    }
}
