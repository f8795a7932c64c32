// Reads manifest sets, one JSON object per line: Roles, ClusterRoles and bindings by kind, and Requests. For each it writes which
// requests Kubernetes' authorizer allows, and which objects, in the order Role, ClusterRole, RoleBinding, ClusterRoleBinding,
// Kubernetes' validation refuses. Kubernetes' own controller fills aggregated ClusterRoles.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	v1 "k8s.io/api/rbac/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	client "k8s.io/client-go/kubernetes/typed/rbac/v1"
	"k8s.io/client-go/testing"
	"k8s.io/klog/v2"
	internal "k8s.io/kubernetes/pkg/apis/rbac"
	conversion "k8s.io/kubernetes/pkg/apis/rbac/v1"
	"k8s.io/kubernetes/pkg/apis/rbac/validation"
	"k8s.io/kubernetes/pkg/controller/clusterroleaggregation"
	resolver "k8s.io/kubernetes/pkg/registry/rbac/validation"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac"
)

type line struct {
	Role               []*v1.Role
	ClusterRole        []*v1.ClusterRole
	RoleBinding        []*v1.RoleBinding
	ClusterRoleBinding []*v1.ClusterRoleBinding
	Requests           []struct {
		User, Verb, Group, Resource, Subresource, Name, Namespace, Path string
		Groups                                                          []string
	}
}

func aggregated(roles []*v1.ClusterRole) []*v1.ClusterRole {
	gathers := false
	objects := []runtime.Object{}
	for _, one := range roles {
		gathers = gathers || one.AggregationRule != nil
		objects = append(objects, one.DeepCopy())
	}
	if !gathers {
		return roles
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	cluster := fake.NewClientset(objects...)
	// The fake client loses objects that are created between its list and its watch.
	watching := make(chan struct{}, 1)
	cluster.PrependWatchReactor("clusterroles", func(action testing.Action) (bool, watch.Interface, error) {
		events, err := cluster.Tracker().Watch(action.GetResource(), action.GetNamespace())
		watching <- struct{}{}
		return true, events, err
	})
	factory := informers.NewSharedInformerFactory(cluster, 0)
	informer := factory.Rbac().V1().ClusterRoles()
	controller := clusterroleaggregation.NewClusterRoleAggregation(informer, cluster.RbacV1())
	factory.Start(ctx.Done())
	for !informer.Informer().HasSynced() {
		time.Sleep(time.Millisecond)
	}
	<-watching
	go controller.Run(ctx, 1)
	// The controller does not report when it is done. It processes its queue in order: when the second of these ClusterRoles is
	// filled, all earlier ones are done. The first one may overtake others, because the controller receives them together.
	awaitFilled(ctx, cluster.RbacV1().ClusterRoles(), "first")
	awaitFilled(ctx, cluster.RbacV1().ClusterRoles(), "second")
	list, err := cluster.RbacV1().ClusterRoles().List(ctx, meta.ListOptions{LabelSelector: "!" + awaited})
	must(err)
	filled := []*v1.ClusterRole{}
	for i := range list.Items {
		filled = append(filled, &list.Items[i])
	}
	return filled
}

const awaited = "oracle.test/awaited"

// Adds a ClusterRole with a rule and a ClusterRole that aggregates it, and waits until the second one has the rule.
func awaitFilled(ctx context.Context, roles client.ClusterRoleInterface, name string) {
	labels := map[string]string{awaited: name}
	from := &v1.ClusterRole{
		ObjectMeta: meta.ObjectMeta{Name: "awaited-" + name + "-from", Labels: labels},
		Rules:      []v1.PolicyRule{{Verbs: []string{"get"}, NonResourceURLs: []string{"/"}}},
	}
	into := &v1.ClusterRole{
		ObjectMeta: meta.ObjectMeta{Name: "awaited-" + name + "-into", Labels: map[string]string{awaited: "done"}},
		AggregationRule: &v1.AggregationRule{
			ClusterRoleSelectors: []meta.LabelSelector{{MatchLabels: labels}},
		},
	}
	for _, one := range []*v1.ClusterRole{from, into} {
		_, err := roles.Create(ctx, one, meta.CreateOptions{})
		must(err)
	}
	for {
		found, err := roles.Get(ctx, into.Name, meta.GetOptions{})
		must(err)
		if len(found.Rules) > 0 {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func refused(all line) []bool {
	out := []bool{}
	for _, one := range all.Role {
		var into internal.Role
		must(conversion.Convert_v1_Role_To_rbac_Role(one, &into, nil))
		out = append(out, len(validation.ValidateRole(&into)) > 0)
	}
	for _, one := range all.ClusterRole {
		var into internal.ClusterRole
		must(conversion.Convert_v1_ClusterRole_To_rbac_ClusterRole(one, &into, nil))
		out = append(out, len(validation.ValidateClusterRole(&into, validation.ClusterRoleValidationOptions{})) > 0)
	}
	for _, one := range all.RoleBinding {
		var into internal.RoleBinding
		whole := one.DeepCopy()
		conversion.SetObjectDefaults_RoleBinding(whole)
		must(conversion.Convert_v1_RoleBinding_To_rbac_RoleBinding(whole, &into, nil))
		out = append(out, len(validation.ValidateRoleBinding(&into)) > 0)
	}
	for _, one := range all.ClusterRoleBinding {
		var into internal.ClusterRoleBinding
		whole := one.DeepCopy()
		conversion.SetObjectDefaults_ClusterRoleBinding(whole)
		must(conversion.Convert_v1_ClusterRoleBinding_To_rbac_ClusterRoleBinding(whole, &into, nil))
		out = append(out, len(validation.ValidateClusterRoleBinding(&into)) > 0)
	}
	return out
}

func main() {
	klog.SetLogger(klog.Logger{})
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var all line
		must(json.Unmarshal(lines.Bytes(), &all))
		_, static := resolver.NewTestRuleResolver(all.Role, all.RoleBinding, aggregated(all.ClusterRole), all.ClusterRoleBinding)
		asked := rbac.New(static, static, static, static)
		allowed := []bool{}
		for _, one := range all.Requests {
			decision, _, _ := asked.Authorize(context.Background(), authorizer.AttributesRecord{
				User: &user.DefaultInfo{Name: one.User, Groups: one.Groups}, Verb: one.Verb, APIGroup: one.Group,
				Resource: one.Resource, Subresource: one.Subresource, Name: one.Name, Namespace: one.Namespace,
				Path: one.Path, ResourceRequest: one.Path == "",
			})
			allowed = append(allowed, decision == authorizer.DecisionAllow)
		}
		out, err := json.Marshal(map[string][]bool{"allowed": allowed, "refused": refused(all)})
		must(err)
		fmt.Println(string(out))
	}
}
