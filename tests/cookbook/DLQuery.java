import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.semanticweb.HermiT.ReasonerFactory;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.expression.ShortFormEntityChecker;
import org.semanticweb.owlapi.model.OWLEntity;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.reasoner.OWLReasoner;
import org.semanticweb.owlapi.util.BidirectionalShortFormProviderAdapter;
import org.semanticweb.owlapi.util.SimpleShortFormProvider;

/**
 * Open a file as Protégé does, with the OWL API, and ask HermiT what the DL Query tab would ask.
 *
 * <p>Arguments: the file, then class expressions in Manchester syntax with the short names of IRIs.
 * Prints what the OWL 2 DL profile forbids, whether the ontology is consistent, its unsatisfiable
 * classes, and for each expression its instances. Only calls that OWL API 4 and 5 both know.
 */
class DLQuery {
    public static void main(String[] arguments) throws Exception {
        var manager = OWLManager.createOWLOntologyManager();
        var ontology = manager.loadOntologyFromOntologyDocument(new File(arguments[0]));
        var names = new SimpleShortFormProvider();
        System.out.println("imports " + ontology.getImports().size());
        System.out.println("forbidden " + forbidden(ontology));
        var reasoner = new ReasonerFactory().createReasoner(ontology);
        System.out.println("consistent " + reasoner.isConsistent());
        System.out.println("unsatisfiable " + shortened(reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom(), names));
        var checker = new ShortFormEntityChecker(
            new BidirectionalShortFormProviderAdapter(manager, Set.of(ontology), names));
        for (String query : List.of(arguments).subList(1, arguments.length)) {
            System.out.println("instances " + instances(query, ontology, reasoner, checker, names));
        }
    }

    private static Map<String, Long> forbidden(OWLOntology ontology) {
        return new OWL2DLProfile().checkOntology(ontology).getViolations().stream()
            .map(violation -> violation.getClass().getSimpleName())
            .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    private static List<String> instances(
        String query, OWLOntology ontology, OWLReasoner reasoner, ShortFormEntityChecker checker,
        SimpleShortFormProvider names) {
        var parser = OWLManager.createManchesterParser();
        parser.setStringToParse(query);
        parser.setDefaultOntology(ontology);
        parser.setOWLEntityChecker(checker);
        return shortened(reasoner.getInstances(parser.parseClassExpression(), false).getFlattened(), names);
    }

    private static List<String> shortened(Set<? extends OWLEntity> entities, SimpleShortFormProvider names) {
        return entities.stream().map(names::getShortForm).sorted().toList();
    }
}
